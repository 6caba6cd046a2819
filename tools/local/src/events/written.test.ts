import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOrCheck } from './written';

describe('what is written down from events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-written-'));
  const [same, old, none] = ['same.json', 'old.json', 'folder/none.json'].map((name) => join(folder, name)) as [
    ...[string, string, string],
  ];
  const files = new Map([same, old, none].map((file) => [file, 'wanted']));
  let said: string[] = [];
  beforeEach(() => {
    said = [];
    jest.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
    writeFileSync(same, 'wanted');
    writeFileSync(old, 'before');
  });
  afterEach(() => {
    process.exitCode = undefined;
    jest.restoreAllMocks();
  });

  it('is only compared by a check, which names what differs and fails', () => {
    writeOrCheck(files, ['--check']);
    expect(said.map((line) => /(\w+)\.json is out of date/.exec(line)?.[1])).toEqual(['old', 'none']);
    expect(process.exitCode).toBe(1);
    expect([readFileSync(old, 'utf8'), existsSync(none)]).toEqual(['before', false]);
  });

  it('is written otherwise, and then nothing differs', () => {
    writeOrCheck(files, []);
    writeOrCheck(files, ['--check']);
    expect([said, process.exitCode]).toEqual([[], undefined]);
    expect([...files.keys()].map((file) => readFileSync(file, 'utf8'))).toEqual(['wanted', 'wanted', 'wanted']);
  });
});
