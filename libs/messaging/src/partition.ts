/** Number of partitions of every outbox, event log and topic. Fixed: changing it reorders every key. */
export const PARTITIONS = 64;

const M = 0x5bd1e995;
const SEED = 0x9747b28c;

/** Kafka's murmur2, so that an outbox partition is the Kafka partition of the same key. Returns a signed 32-bit integer. */
export const murmur2 = (data: Buffer): number => {
  let hash = SEED ^ data.length;
  const blocks = data.length >> 2;
  for (let block = 0; block < blocks; block += 1) {
    let k = Math.imul(data.readInt32LE(block * 4), M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  const tail = blocks * 4;
  const rest = data.length - tail;
  if (rest === 3) hash ^= (data[tail + 2] ?? 0) << 16;
  if (rest >= 2) hash ^= (data[tail + 1] ?? 0) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ (data[tail] ?? 0), M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
};

/** The partition of an ordering key: Kafka's default partitioner over {@link PARTITIONS} partitions. */
export const partitionOf = (key: string): number => (murmur2(Buffer.from(key)) & 0x7fffffff) % PARTITIONS;
