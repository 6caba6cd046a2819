// npm run structure [-- --counts | --closure FILE] [--json]: how rooms of a workspace import each other, against tools/local/structure.json;
// or every count with a bar, against tools/local/open-counts.json; or what a file brings in.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { countFindingsOf, countsOf, isMet, openOf } from './counts';
import { closureOf, plansOf, structureOf } from './structure';

const root = resolve(__dirname, '../../../..');
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, counts: { type: 'boolean' }, closure: { type: 'string' } },
});

const rowOf = ({ name, shape }: ReturnType<typeof structureOf>[number]) => ({
  workspace: name,
  files: shape.files,
  rooms: shape.rooms.length,
  arrows: shape.arrows.length,
  roomsInTangles: shape.tangles.flat().length,
  arrowsInTangles: shape.tangled.length,
  upward: shape.upward.length,
  filesInCircles: shape.circles.flat().length,
});

const printClosure = (file: string): number => {
  const files = closureOf(root, file);
  console.log(values.json ? JSON.stringify({ file, count: files.length, files }) : files.join('\n'));
  return 0;
};

const say = (what: string, findings: readonly string[]): void =>
  console.log(findings.length === 0 ? `${what}: as planned` : `${what}: FAILED\n  ${findings.join('\n  ')}`);

const printCounts = (): number => {
  const [counts, open] = [countsOf(root), openOf(root)];
  const findings = countFindingsOf(counts, open);
  const rows = counts.map((count) => ({
    ...count,
    met: isMet(count),
    ...(open[count.name] && { open: open[count.name] }),
  }));
  if (values.json) console.log(JSON.stringify({ counts: rows, findings }));
  else {
    const verdict = (row: (typeof rows)[number]) => (row.bar === undefined ? '' : row.met ? 'yes' : 'no');
    console.table(
      rows.map((row) => ({ count: row.name, is: row.shown ?? row.value, 'at most': row.bar ?? '', met: verdict(row) })),
    );
    for (const [name, why] of Object.entries(open)) console.log(`open: ${name}: ${why}`);
    say('counts', findings);
  }
  return findings.length === 0 ? 0 : 1;
};

const printRooms = (): number => {
  const structure = structureOf(root, plansOf(root));
  const findings = structure.flatMap((each) => each.findings);
  if (values.json) console.log(JSON.stringify({ workspaces: structure.map(rowOf), findings }));
  else {
    console.table(structure.map(rowOf));
    say('structure', findings);
  }
  return findings.length === 0 ? 0 : 1;
};

const main = (): number => {
  if (values.closure !== undefined) return printClosure(values.closure);
  return values.counts ? printCounts() : printRooms();
};

process.exitCode = main();
