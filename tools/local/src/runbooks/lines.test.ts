import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allLines, isOurs, isSql, linesIn, wordsOf } from './lines';
import { plays } from './plays';
import { unrun } from './unrun';

describe('F-072: every line of every runbook', () => {
  it('is found in blocks and in sentences, without the comment behind it', () => {
    const page = [
      '## Look',
      '',
      '```sh',
      'throughcare doctor   # is it well?',
      '```',
      'Then `throughcare sync resend --booking $BOOKING --reason "…"`, as `throughcare sync` says.',
      '```',
      'a picture',
      '```',
    ].join('\n');
    expect(linesIn('P', page)).toEqual([
      { page: 'P', section: 'Look', text: 'throughcare doctor' },
      { page: 'P', section: 'Look', text: 'throughcare sync resend --booking $BOOKING --reason "…"' },
    ]);
  });

  it('is handed over by a shell as it stands, wherever it is typed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughcare-words-'));
    writeFileSync(join(folder, 'sync.x'), '');
    expect(wordsOf(`throughcare events tail --type 'sync.*' --key $KEY > x.json`, { KEY: 'X900001' }, folder)).toEqual([
      'events',
      'tail',
      '--type',
      'sync.*',
      '--key',
      'X900001',
    ]);
    expect(wordsOf('throughcare events tail --type sync.*', {}, folder)).toContain('sync.x');
    expect(() => wordsOf('throughcare sync show $ID', {}, folder)).toThrow('ID');
    rmSync(folder, { recursive: true });
  });

  it('has a place: a situation in which it is run, or the reason why it is not', () => {
    const placed = new Set(plays.flatMap(({ pages }) => pages));
    const homeless = allLines().filter((line) =>
      isOurs(line) || isSql(line) ? !placed.has(line.page) : !unrun.has(line.text),
    );
    expect(homeless).toEqual([]);
  });

  it('has one place only, and no place is without its line', () => {
    const pages = plays.flatMap((play) => play.pages);
    expect(pages).toEqual([...new Set(pages)]);
    const lines = allLines();
    expect(pages.filter((page) => !lines.some((line) => line.page === page))).toEqual([]);
    expect([...unrun.keys()].filter((text) => !lines.some((line) => line.text === text))).toEqual([]);
  });
});
