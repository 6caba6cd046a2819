import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from './store';

describe('state of a stand-in', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'stand-in-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const open = (version = '1') => new Store(version, () => ({ n: 0 }), join(folder, 'state.json'));

  it('survives a restart once saved', async () => {
    const store = open();
    store.state.n = 7;
    await store.save();
    expect(open().state).toEqual({ n: 7 });
  });

  it('holds every change that came before a save, however many saves overlap', async () => {
    const store = open();
    const saves = Array.from({ length: 20 }, (_, n) => {
      store.state.n = n + 1;
      return store.save();
    });
    await Promise.all(saves);
    expect(open().state).toEqual({ n: 20 });
    expect(JSON.parse(await readFile(join(folder, 'state.json'), 'utf8'))).toMatchObject({ version: '1' });
  });

  it('starts from the seed when the file is of another version', async () => {
    await writeFile(join(folder, 'state.json'), JSON.stringify({ version: '0', state: { n: 7 } }));
    expect(open().state).toEqual({ n: 0 });
  });

  it('stays in memory without a file', async () => {
    const store = new Store('1', () => ({ n: 1 }));
    store.state.n = 2;
    await store.save();
    store.reset();
    expect(store.state).toEqual({ n: 1 });
  });
});
