import type { NewEvent } from '@throughcare/events/define-event';
import { newId } from '@throughcare/events/ids';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import type { AggregateType, Change, Versioned } from '#src/publish/aggregate';
import { changeAggregate, createAggregate } from '#src/publish/aggregate';
import type { UnitOfWork } from '#src/publish/unit-of-work';

export interface AggregateSubject<Row extends Versioned> {
  readonly work: UnitOfWork;
  readonly db: DataSource;
  /** A row that is not there yet; whatever it refers to is. */
  readonly aRow: () => Promise<Omit<Row, 'version'>>;
  /** What a rule may change in such a row. */
  readonly changes: Change<Row>['changes'];
  readonly event: NewEvent;
}

/** What every sentence of the suite does with its subject. */
export class AggregateDesk<Row extends Versioned> {
  constructor(
    readonly type: AggregateType<Row>,
    /** Asked for in each test: it is there once the suite's own set-up has run. */
    private readonly subject: () => AggregateSubject<Row>,
  ) {}

  get on(): AggregateSubject<Row> {
    return this.subject();
  }

  readonly unborn = async (): Promise<Row> => (await this.on.aRow()) as Row;

  private get id(): keyof Row & string {
    return this.type.id ?? ('id' as keyof Row & string);
  }

  /** The row of this id, or of nobody's. */
  readonly at = (row: Partial<Row>) => ({ [this.id]: row[this.id] ?? newId() }) as FindOptionsWhere<Row>;

  readonly create = async (events = 1): Promise<Row> => {
    const { work, aRow, event } = this.on;
    return createAggregate(work, this.type, await aRow(), { events: Array<NewEvent>(events).fill(event) });
  };

  readonly change = (row: Partial<Row>, over: Partial<Change<Row>> = {}): Promise<Row> => {
    const { work, changes, event } = this.on;
    return changeAggregate(work, this.type, this.at(row), () => ({ changes, events: [event], ...over }));
  };

  readonly stored = (row: Partial<Row>): Promise<Row | null> =>
    this.on.db.manager.findOneBy(this.type.entity, this.at(row));

  readonly published = (row: Partial<Row>): Promise<{ version: number; key: string }[]> =>
    this.on.db.query(
      `select version, key from (select aggregate_id, version, key from outbox
         union all select aggregate_id, version, key from event_log) e where aggregate_id = $1 order by version`,
      [row[this.id]],
    );

  readonly versions = async (row: Partial<Row>): Promise<number[]> =>
    (await this.published(row)).map(({ version }) => version);
}
