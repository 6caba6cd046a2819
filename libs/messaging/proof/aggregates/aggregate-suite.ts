import type { AggregateType, Versioned } from '#src/publish/aggregate';
import { changeAggregate, changeEach, changeIfFound, createAggregate, createIfNew } from '#src/publish/aggregate';
import { statementsOf } from './statements';
import { AggregateDesk, type AggregateSubject } from './subject';

type Sentences = <Row extends Versioned>(desk: AggregateDesk<Row>) => void;

/** What holds for every aggregate that is changed through `publish/aggregate`, whatever its table forbids beside. For Jest. */
export const aggregateSuite = <Row extends Versioned>(
  type: AggregateType<Row>,
  subject: () => AggregateSubject<Row>,
): void => {
  const desk = new AggregateDesk(type, subject);
  for (const sentences of [counts, takesBack, writesNothing, locks]) sentences(desk);
};

const counts: Sentences = (desk) => {
  it('begins at the number of its first events, under its key', async () => {
    const row = await desk.create(2);
    expect(row.version).toBe(2);
    expect(await desk.stored(row)).toMatchObject({ version: 2 });
    expect(await desk.published(row)).toEqual([1, 2].map((version) => ({ version, key: desk.type.keyOf(row) })));
  });

  it('counts n events as n versions, and writes what changed', async () => {
    const row = await desk.create();
    const { changes, event } = desk.on;
    const after = await desk.change(row, { events: [event, event] });
    expect(after).toMatchObject({ ...changes, version: 3 });
    expect(await desk.stored(row)).toMatchObject({ ...changes, version: 3 });
    expect(await desk.versions(row)).toEqual([1, 2, 3]);
  });

  it('shows what belongs to the change the row as it becomes', async () => {
    const row = await desk.create();
    const seen: unknown[] = [];
    await desk.change(row, {
      also: async (tx, after, before) => {
        const written = await tx.findOneByOrFail(desk.type.entity, desk.at(row));
        seen.push(written.version, after.version, before.version);
      },
    });
    expect(seen).toEqual([2, 2, 1]);
  });
};

const takesBack: Sentences = (desk) => {
  it('leaves nothing of what is refused', async () => {
    const row = await desk.create();
    const before = await desk.stored(row);
    const refuse = () => Promise.reject(new Error('refused'));
    await expect(changeAggregate(desk.on.work, desk.type, desk.at(row), refuse)).rejects.toThrow('refused');
    expect(await desk.stored(row)).toEqual(before);
    expect(await desk.versions(row)).toEqual([1]);
  });

  it('takes back everything when what belongs to the change fails', async () => {
    const row = await desk.create();
    const before = await desk.stored(row);
    const also = () => Promise.reject(new Error('no note'));
    await expect(desk.change(row, { also })).rejects.toThrow('no note');
    expect(await desk.stored(row)).toEqual(before);
    const [{ work, event }, unborn] = [desk.on, await desk.unborn()];
    await expect(createAggregate(work, desk.type, unborn, { events: [event], also })).rejects.toThrow('no note');
    expect(await desk.stored(unborn)).toBeNull();
    expect([await desk.versions(row), await desk.versions(unborn)]).toEqual([[1], []]);
  });

  it('joins the transaction that is open', async () => {
    const row = await desk.create();
    const outer = desk.on.work.run(async () => {
      await desk.change(row);
      throw new Error('later');
    });
    await expect(outer).rejects.toThrow('later');
    expect(await desk.versions(row)).toEqual([1]);
  });
};

const writesNothing: Sentences = (desk) => {
  it('writes and publishes nothing when nothing changes', async () => {
    const row = await desk.create();
    const before = await desk.stored(row);
    const unchanged = () => changeAggregate(desk.on.work, desk.type, desk.at(row), () => undefined);
    expect(await statementsOf(desk.on.db, unchanged)).toHaveLength(1);
    expect(await unchanged()).toEqual(before);
    expect(await desk.versions(row)).toEqual([1]);
  });

  it('changes bookkeeping without an event, and nothing else', async () => {
    const row = await desk.create();
    const silent = desk.change(row, { events: [] });
    const isBookkeeping = (column: string) => desk.type.bookkeeping?.includes(column as keyof Versioned) ?? false;
    await (Object.keys(desk.on.changes).every(isBookkeeping)
      ? expect(silent).resolves.toMatchObject({ ...desk.on.changes, version: 1 })
      : expect(silent).rejects.toMatchObject({ code: 'SILENT_CHANGE' }));
    expect(await desk.versions(row)).toEqual([1]);
  });

  it('refuses what is not there, by its code, or says so to who asks for that', async () => {
    await expect(desk.change({})).rejects.toMatchObject({ kind: 'not-found', code: desk.type.missing });
    const decide = () => Promise.reject(new Error('decided'));
    expect(await changeIfFound(desk.on.work, desk.type, desk.at({}), decide)).toBeUndefined();
  });

  it('leaves a row that is there already, for who opens it only when it is new', async () => {
    const [{ work, event }, row] = [desk.on, await desk.unborn()];
    const open = () => createIfNew(work, desk.type, row, { events: [event] });
    expect([(await open())?.version, await open()]).toEqual([1, undefined]);
    expect(await desk.versions(row)).toEqual([1]);
  });
};

const locks: Sentences = (desk) => {
  it('lets one of several wait for the other', async () => {
    const row = await desk.create();
    const seen: number[] = [];
    const { work, changes, event } = desk.on;
    const deciding = () =>
      changeAggregate(work, desk.type, desk.at(row), (found) => {
        seen.push(found.version);
        return { changes, events: [event] };
      });
    await Promise.all([deciding(), deciding(), deciding()]);
    expect(seen).toEqual([1, 2, 3]);
    expect(await desk.versions(row)).toEqual([1, 2, 3, 4]);
  });

  it('costs one statement to lock and one to write', async () => {
    const row = await desk.create();
    const [lock, write, ...more] = await statementsOf(desk.on.db, () => desk.change(row));
    expect([lock, write]).toEqual([expect.stringMatching(/^SELECT .* FOR UPDATE/), expect.stringMatching(/^UPDATE/)]);
    expect(more).toEqual([]);
  });

  it('changes each of several rows, locked by one statement', async () => {
    const rows = [await desk.create(), await desk.create()];
    const { work, db, changes, event } = desk.on;
    const where = rows.map(desk.at);
    const each = () => changeEach(work, desk.type, where, () => ({ changes, events: [event] }));
    expect((await statementsOf(db, each)).map((sql) => sql.split(' ', 1)[0])).toEqual(['SELECT', 'UPDATE', 'UPDATE']);
    for (const row of rows) expect(await desk.versions(row)).toEqual([1, 2]);
  });
};
