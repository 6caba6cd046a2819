// One process of a pipeline: `ours`, `twin` or a peer; `producer` or `consumer`. Driven over IPC by `fleet.ts`.
import * as ours from './ours';
import * as graphile from './peers/graphile';
import * as pgBoss from './peers/pg-boss';
import type { Role } from './twin';
import * as twin from './twin';
import type { Load } from './writers';

export type Order =
  { readonly run: Load } | { readonly latencies: true } | { readonly cost: true } | { readonly stop: true };

const [side = '', part = '', url = ''] = process.argv.slice(2);

const make = (): Promise<Role> => {
  const role = part === 'producer' ? 'producer' : 'consumer';
  if (side.startsWith('graphileWorker')) return graphile[role](url, side === 'graphileWorkerOrdered');
  if (side.startsWith('pgBoss')) return pgBoss[role](url, side === 'pgBossFifo');
  return (side === 'ours' ? ours : twin)[role](url);
};

const obey = async (role: Role, order: Order): Promise<unknown> => {
  if ('run' in order) return role.run(order.run);
  if ('latencies' in order) return role.latencies();
  if ('cost' in order) {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 1_048_576 };
  }
  return role.stop();
};

const main = async () => {
  const role = await make();
  process.on('message', (order: Order) => {
    void obey(role, order).then(
      (answer) => process.send?.({ answer }, () => 'stop' in order && process.exit(0)),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  process.send?.({ answer: 'ready' });
};

void main();
