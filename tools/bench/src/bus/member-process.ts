// One process of a measurement, told what it is by its argument and driven over IPC by `member.ts`.
import { nativeConsumer, nativeProducer } from './native/native';
import { nestConsumer } from './nest';
import { ourConsumer, ourProducer } from './ours';
import type { Member, Order, Setting } from './setting';

const make = (setting: Setting): Promise<Member> => {
  const producing = setting.part === 'producer';
  if (setting.side === 'nest') return nestConsumer(setting);
  if (setting.side === 'ours') return (producing ? ourProducer : ourConsumer)(setting);
  return (producing ? nativeProducer : nativeConsumer)(setting);
};

const obey = async (member: Member, order: Order): Promise<unknown> => {
  if ('run' in order) return member.run(order.run);
  if ('taken' in order) return member.taken();
  if ('hold' in order) return member.hold(order.hold);
  if ('stop' in order) return member.stop();
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 1_048_576 };
};

const main = async () => {
  const member = await make(JSON.parse(process.argv[2] ?? '{}') as Setting);
  process.on('message', ({ id, order }: { id: number; order: Order }) => {
    void obey(member, order).then(
      (answer) => process.send?.({ id, answer }, () => 'stop' in order && process.exit(0)),
      (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0)); // whoever measures is gone
  process.send?.({ id: 0 });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
