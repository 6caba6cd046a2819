type Join = () => Promise<{ generationId: number; leaderId: string; memberId: string; members: never[] }>;
type GroupClass = new (options: object) => { joinAndSync(): Promise<void> };

const quiet = (): object => ({ namespace: quiet, debug() {}, info() {}, warn() {}, error() {} });
const joined = { generationId: 2, leaderId: 'another', memberId: 'me', members: [] };
const passing = () => Object.assign(new Error('still loading'), { type: 'GROUP_LOAD_IN_PROGRESS', retriable: true });

/** Joins with a group of a freshly loaded kafkajs whose coordinator answers as told; the result is what the runner sees. */
const join = async (cured: boolean, joinGroup: Join) => {
  const heard: string[] = [];
  let group: InstanceType<GroupClass> | undefined;
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an internal of the pinned kafkajs, which has no types
    const Group = require('kafkajs/src/consumer/consumerGroup') as GroupClass;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- must cure the copy of kafkajs just loaded
    const { joinKafkaGroupsWholly } = require('./whole-joins') as { joinKafkaGroupsWholly: () => void };
    if (cured) joinKafkaGroupsWholly();
    const coordinator = { joinGroup, syncGroup: () => Promise.resolve({ memberAssignment: Buffer.alloc(0) }) };
    group = new Group({
      groupId: 'g',
      topics: [],
      topicConfigurations: {},
      assigners: [],
      logger: { namespace: quiet },
      instrumentationEmitter: { emit: (event: string) => heard.push(event) },
      retry: { retries: 3, initialRetryTime: 1, maxRetryTime: 2 },
      cluster: { findGroupCoordinator: () => Promise.resolve(coordinator), committedOffsets: () => ({}) },
    });
  });
  const outcome = await group?.joinAndSync().then(
    () => 'joined',
    (error: Error) => error,
  );
  return { outcome, heard };
};

const failing = (times: number) => {
  const joinGroup = jest.fn(() => Promise.resolve(joined));
  for (let time = 1; time <= times; time += 1) joinGroup.mockImplementationOnce(() => Promise.reject(passing()));
  return joinGroup;
};

describe('a join to a Kafka group whose coordinator is still loading', () => {
  it('is given up at once as kafkajs comes, with an error after which it fetches on, so that the cure can be seen', async () => {
    const joinGroup = failing(1);
    const { outcome, heard } = await join(false, joinGroup);
    expect({ outcome, heard, asked: joinGroup.mock.calls.length }).toMatchObject({
      outcome: { type: 'GROUP_LOAD_IN_PROGRESS', retriable: true },
      heard: [],
      asked: 1,
    });
  });

  it('is tried again until it is whole', async () => {
    const joinGroup = failing(2);
    const { outcome, heard } = await join(true, joinGroup);
    expect(joinGroup).toHaveBeenCalledTimes(3);
    expect(outcome).toBe('joined');
    expect(heard).toEqual(['consumer.group_join']);
  });

  it('ends in an error that makes the consumer start anew when it does not pass', async () => {
    const { outcome } = await join(true, failing(100));
    expect(outcome).toMatchObject({ name: 'KafkaJSNumberOfRetriesExceeded', retriable: false });
  });
});
