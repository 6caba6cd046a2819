import type { PoolClient, QueryConfig, QueryResult, Submittable } from 'pg';
import * as pg from 'pg';

/** What the driver's query writes to. */
interface Wire {
  execute(portal: { readonly portal: string }): void;
  sync(): void;
  /** Text by name: sent to be parsed, not answered yet. */
  readonly submittedNamedStatements: Record<string, string>;
}

/** The driver's query where its types say nothing. A chain speaks the protocol as it does; the version is pinned. */
interface DriverQuery extends Submittable {
  name: string | undefined;
  text: string;
  values: QueryConfig['values'];
  prepare(wire: Wire): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
}

type Answer = (error: Error | null | undefined, results: QueryResult | QueryResult[]) => void;

const DriverQuery = pg.Query as unknown as new (
  config: QueryConfig & { readonly queryMode: 'extended' },
  values: undefined,
  answer: Answer,
) => DriverQuery;

/** How the driver writes a value; throws for one that has no form. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

const NOTHING: QueryConfig = { text: '' };

class Chain extends DriverQuery {
  private at = 0;

  constructor(
    private readonly parts: readonly QueryConfig[],
    answer: Answer,
  ) {
    super({ text: '', queryMode: 'extended' }, undefined, answer);
    this.turnTo(0);
  }

  override prepare(wire: Wire): void {
    for (let part = 0; part < this.parts.length; part += 1) {
      this.turnTo(part);
      super.prepare(wire);
    }
    this.turnTo(0);
  }

  /** Called by the driver at the end of `prepare`. */
  _getRows(wire: Wire): void {
    wire.execute({ portal: '' });
    if (this.at === this.parts.length - 1) wire.sync();
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    super.handleCommandComplete(message, wire);
    if (this.at < this.parts.length - 1) this.turnTo(this.at + 1);
  }

  override handleError(error: Error, wire: Wire): void {
    // What was skipped was not parsed either: it has to be sent again next time.
    for (const { name } of this.parts.slice(this.at)) {
      if (name !== undefined) Reflect.deleteProperty(wire.submittedNamedStatements, name);
    }
    super.handleError(error, wire);
  }

  /** Answers are told to the part that is asked for. */
  private turnTo(part: number): void {
    this.at = part;
    const { name, text, values } = this.parts[part] ?? NOTHING;
    this.name = name;
    this.text = text;
    this.values = values;
  }
}

/**
 * Statements in one turn of the wire, with one synchronisation point behind the last: when one fails, PostgreSQL skips those
 * behind it. (Statements that are only sent one behind the other each have their own, and the later ones run all the same.)
 * Resolves to a result for each; rejects with the error of the one that failed.
 */
export const chain = (client: PoolClient, parts: readonly QueryConfig[]): Promise<QueryResult[]> =>
  new Promise((resolve, reject) => {
    // A value without a form must be known before anything is sent.
    const written = parts.map((part) => ({ ...part, ...(part.values && { values: part.values.map(prepareValue) }) }));
    client.query(
      new Chain(written, (error, results) => {
        if (error) reject(error);
        else resolve(Array.isArray(results) ? results : [results]);
      }),
    );
  });
