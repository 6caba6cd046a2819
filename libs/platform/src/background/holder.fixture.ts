import { DataSource } from 'typeorm';
import { DoctorChecks } from '../health';
import { configureLogging } from '../logging';
import { MetricSources } from '../metrics';
import { Background } from './background';

configureLogging({ name: 'holder', level: 'silent' });

/** A process that takes the task `killed`, says so, and never ends its round. */
const hold = async (url: string) => {
  const options = '-c search_path=tasks';
  const db = await new DataSource({ type: 'postgres', url, extra: { options } }).initialize();
  const limits = { leaseMs: 600, longestMs: 60_000 };
  const background = new Background({ BACKGROUND: 'on' }, new MetricSources(), new DoctorChecks(), db, limits);
  background.add({
    name: 'killed',
    every: { ms: 50 },
    once: 'cluster',
    round: () => {
      process.send?.('holding');
      return new Promise(() => undefined);
    },
  });
  background.onApplicationBootstrap();
};
void hold(process.argv[2] ?? '');
