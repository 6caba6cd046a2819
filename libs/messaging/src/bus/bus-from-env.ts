import type { DataSource } from 'typeorm';
import type { Bus } from './bus';
import type { BusEnvironment, BusSettings } from './bus-settings';
import { busSettings } from './bus-settings';
import { eventLogClaims } from '../database/claims';
import { KafkaBus, type KafkaBusOptions } from './kafka/kafka-bus';
import { SnsBus } from './sns/sns-bus';

/** Kafka's client options for a process of this service. */
export const kafkaOptions = (
  settings: Extract<BusSettings, { EVENT_BUS: 'kafka' }>,
  owner: string,
): KafkaBusOptions => {
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = settings;
  return {
    owner,
    brokers: settings.KAFKA_BROKERS,
    ...(settings.KAFKA_SSL === 'true' && { ssl: true }),
    ...(username !== undefined &&
      password !== undefined && { sasl: { mechanism: 'scram-sha-512' as const, username, password } }),
  };
};

/** Region, account and endpoint of the SNS bus. */
export const snsOptions = (settings: Extract<BusSettings, { EVENT_BUS: 'sns' }>) => ({
  region: settings.SNS_BUS_REGION,
  accountId: settings.SNS_BUS_ACCOUNT_ID,
  ...(settings.SNS_BUS_ENDPOINT_URL !== undefined && { endpoint: settings.SNS_BUS_ENDPOINT_URL }),
});

/** The bus that the environment names, for one service. `postgres` needs nothing but the service's own database. */
export const busFromEnv = (env: BusEnvironment, owner: string, dataSource: DataSource): 'postgres' | Bus => {
  const settings = busSettings(env);
  switch (settings.EVENT_BUS) {
    case 'postgres':
      return 'postgres';
    case 'kafka':
      return new KafkaBus(kafkaOptions(settings, owner));
    case 'sns':
      return new SnsBus({ ...snsOptions(settings), owner, claim: eventLogClaims(dataSource) });
  }
};
