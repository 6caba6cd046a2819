import { setTimeout as sleep } from 'node:timers/promises';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import type { PartitionGroup } from './ownership';
import { Ownership } from './ownership';

class Member implements PartitionGroup {
  readonly name = 'relay';
  readonly mine = new Set<number>();
  busy: Promise<void> = Promise.resolve();
  losses = 0;

  owned(partitions: readonly number[]): void {
    for (const partition of partitions) this.mine.add(partition);
  }

  async release(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.mine.delete(partition);
    await this.busy;
  }

  lost(): void {
    this.losses += 1;
    this.mine.clear();
  }
}

describe('partition ownership', () => {
  let db: ScratchDatabase;
  let all: Ownership[];

  const join = () => {
    const ownership = new Ownership({ config: { connectionString: db.url }, schema: 'booking', everyMs: 50 });
    const member = new Member();
    ownership.join(member);
    all.push(ownership);
    return { ownership, member };
  };
  const until = async (check: () => boolean) => {
    for (const end = Date.now() + 8_000; !check() && Date.now() < end;) await sleep(5);
    expect(check()).toBe(true);
  };
  const shares = (members: Member[]) => members.map(({ mine }) => mine.size);
  const covered = (members: Member[]) => new Set(members.flatMap(({ mine }) => [...mine])).size;
  const isFair = (members: Member[]) => {
    const most = Math.ceil(64 / members.length);
    return covered(members) === 64 && shares(members).every((share) => share <= most);
  };

  beforeEach(async () => {
    db = await scratchDatabase(['booking']);
    all = [];
  });
  afterEach(async () => {
    for (const ownership of all) await ownership.close();
    await db.drop();
  });

  it('is all of one instance, and shared fairly as others join and leave', async () => {
    const first = join();
    await until(() => first.member.mine.size === 64);
    const second = join();
    const third = join();
    const members = [first.member, second.member, third.member];
    await until(() => isFair(members));
    await second.ownership.close();
    await until(() => isFair([first.member, third.member]));
  });

  it('is never double', async () => {
    const members = [join().member, join().member, join().member];
    for (let look = 0; look < 100; look += 1) {
      expect(covered(members)).toBe(shares(members).reduce((sum, share) => sum + share, 0));
      await sleep(3);
    }
  });

  it('passes on only when the batch in flight has ended', async () => {
    const first = join();
    await until(() => first.member.mine.size === 64);
    let end = () => {};
    first.member.busy = new Promise((resolve) => (end = resolve));
    const second = join();
    await until(() => first.member.mine.size === 32);
    await sleep(150);
    expect(second.member.mine.size).toBe(0);
    end();
    await until(() => second.member.mine.size === 32);
  });

  it('is told to be lost when the connection goes, and comes back', async () => {
    const { member } = join();
    await until(() => member.mine.size === 64);
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'throughcare ownership' and datname = current_database()`,
    );
    await until(() => member.losses === 1);
    await until(() => member.mine.size === 64);
  });

  it('does not count an instance whose session has died', async () => {
    const first = join();
    await until(() => first.member.mine.size === 64);
    await db.query(
      `insert into booking.relay_instance (group_name, instance_id, backend_pid) values ('relay', gen_random_uuid(), 999999999)`,
    );
    await sleep(200);
    expect(first.member.mine.size).toBe(64);
  });
});
