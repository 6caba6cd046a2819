import { busProblems, busSettings } from './bus-settings';

describe('the choice of the bus', () => {
  it('is the embedded one where nothing is said', () => {
    expect(busSettings({})).toEqual({ EVENT_BUS: 'postgres' });
    expect(busSettings({ EVENT_BUS: '', KAFKA_BROKERS: 'ignored' })).toEqual({ EVENT_BUS: 'postgres' });
  });

  it('reads brokers', () => {
    expect(busSettings({ EVENT_BUS: 'kafka', KAFKA_BROKERS: 'a:9092, b:9093', KAFKA_SSL: 'true' })).toEqual({
      EVENT_BUS: 'kafka',
      KAFKA_BROKERS: ['a:9092', 'b:9093'],
      KAFKA_SSL: 'true',
    });
  });

  it.each([
    [{ EVENT_BUS: 'rabbit' }, ['EVENT_BUS: must be postgres, kafka or sns']],
    [{ EVENT_BUS: 'kafka' }, ['KAFKA_BROKERS: missing']],
    [{ EVENT_BUS: 'kafka', KAFKA_BROKERS: 's3cret' }, ['KAFKA_BROKERS: must be host:port, separated by commas']],
    [{ EVENT_BUS: 'kafka', KAFKA_USERNAME: 'u' }, ['KAFKA_BROKERS: missing', 'KAFKA_PASSWORD: missing']],
    [{ EVENT_BUS: 'sns' }, ['SNS_BUS_REGION: missing', 'SNS_BUS_ACCOUNT_ID: missing']],
    [
      { EVENT_BUS: 'sns', SNS_BUS_REGION: 'eu-west-2', SNS_BUS_ACCOUNT_ID: '7' },
      ['SNS_BUS_ACCOUNT_ID: must have twelve digits'],
    ],
  ])('names everything that %j lacks, and never a value', (env, problems) => {
    expect(busProblems(env)).toEqual(problems);
    expect(() => busSettings(env)).toThrow(problems.at(-1) ?? '');
  });
});
