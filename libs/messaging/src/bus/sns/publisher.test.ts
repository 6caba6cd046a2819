import type { SNSClient } from '@aws-sdk/client-sns';
import type { PublishBatchCommand } from '@aws-sdk/client-sns';
import type { EventRecord } from '../../publish/event-record';
import { aRecord } from '../../../proof/harness/records';
import { bodyOf, readBody, sizeOf, BATCH_BYTES } from './codec';
import { nextBatches, SnsPublisher } from './publisher';

const entries = (...keys: string[]) => keys.map((key, at) => ({ record: { key, at }, bytes: 1_000 }));

/** SNS that takes what `takes` says, entry by entry, with HTTP 200 all the same. */
const snsThat = (takes: (id: string) => boolean) => {
  const sent: string[] = [];
  const send = async ({ input }: PublishBatchCommand) => {
    const ids = (input.PublishBatchRequestEntries ?? []).map(({ Id }) => Id ?? '');
    sent.push(...ids.filter(takes));
    return { Successful: ids.filter(takes).map((Id) => ({ Id })), Failed: ids.filter((id) => !takes(id)) };
  };
  return { sent, client: { send } as unknown as SNSClient };
};

const outbox = (records: readonly EventRecord[]) => {
  const settled: string[] = [];
  const settle = async (accepted = records) => void settled.push(...accepted.map(({ id }) => id));
  return { settled, batch: { source: 'booking', size: records.length, records: async () => records, settle } };
};

describe('batches for SNS', () => {
  it('never carry a key twice, neither in one nor beside each other', () => {
    const batches = nextBatches(entries('a', 'b', 'a', 'c', 'b'));
    expect(batches.map((batch) => batch.map(({ record }) => record.at))).toEqual([[0, 1, 3]]);
  });

  it('have ten entries at most, and eight travel at once', () => {
    const batches = nextBatches(entries(...Array.from({ length: 100 }, (_, at) => `key-${at}`)));
    expect(batches.map(({ length }) => length)).toEqual(Array.from({ length: 8 }, () => 10));
  });

  it('have 256 KiB at most', () => {
    const full = (key: string, bytes: number) => ({ record: { key }, bytes });
    const lengths = (bytes: number) =>
      nextBatches([full('a', BATCH_BYTES - 10), full('b', bytes)]).map((b) => b.length);
    expect([lengths(10), lengths(11)]).toEqual([[2], [1, 1]]);
  });
});

describe('publishing to SNS', () => {
  const records = ['a', 'b', 'a', 'b', 'a'].map((key, at) => aRecord({ key, version: at + 1 }));

  it('settles every entry that was taken, and sends nothing of a key after an entry that was refused', async () => {
    const [first] = records;
    const { client, sent } = snsThat((id) => id !== first?.id);
    const { batch, settled } = outbox(records);
    await expect(new SnsPublisher(client, (source) => source).publish(batch)).rejects.toThrow('SNS_ENTRIES_REFUSED');
    expect(settled).toEqual([records[1]?.id]);
    expect(sent).toEqual(settled);
  });

  it('settles what one batch got through when another got no answer', async () => {
    const many = Array.from({ length: 20 }, (_, at) => aRecord({ key: `key-${at}` }));
    let calls = 0;
    const { client } = snsThat(() => true);
    const halfDead = {
      send: (command: PublishBatchCommand) =>
        (calls += 1) === 1 ? Promise.reject(new Error('reset')) : (client.send as (c: unknown) => unknown)(command),
    } as unknown as SNSClient;
    const { batch, settled } = outbox(many);
    await expect(new SnsPublisher(halfDead, (source) => source).publish(batch)).rejects.toThrow('reset');
    expect(settled).toEqual(many.slice(10).map(({ id }) => id));
  });

  it('keeps each key in order over as many rounds as it takes', async () => {
    const { client, sent } = snsThat(() => true);
    const { batch, settled } = outbox(records);
    await new SnsPublisher(client, (source) => source).publish(batch);
    expect(sent).toEqual([0, 1, 2, 3, 4].map((at) => records[at]?.id));
    expect(settled).toEqual(sent);
  });
});

describe('a message body', () => {
  const ofSize = (size: number) => aRecord({ key: 'K', payload: 'x'.repeat(size) });
  const empty = ofSize(0);
  const most = BATCH_BYTES - sizeOf(empty, bodyOf(empty));

  it('carries the payload up to the limit, and one byte over it a claim', () => {
    expect(readBody(bodyOf(ofSize(most)))).toEqual({
      record: expect.objectContaining({ payload: 'x'.repeat(most) }),
      isClaim: false,
    });
    expect(readBody(bodyOf(ofSize(most + 1)))).toMatchObject({ isClaim: true, record: { payload: '' } });
  });

  it('counts what quoting adds', () => {
    const quotes = aRecord({ key: 'K', payload: '"'.repeat(140_000) });
    expect(readBody(bodyOf(quotes))?.isClaim).toBe(true);
  });

  it('has none of the characters that AWS refuses', () => {
    const record = aRecord({ key: 'K', payload: '"\ufffe\uffff"' });
    expect(bodyOf(record)).not.toMatch(/[\ufffe\uffff]/);
    expect(readBody(bodyOf(record))?.record).toEqual(record);
  });

  it.each(['', 'not json', '{}', '{"id":"1"}'])('is unreadable when it is %j', (body) => {
    expect(readBody(body)).toBeUndefined();
  });
});
