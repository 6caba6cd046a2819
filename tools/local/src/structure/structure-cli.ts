// npm run structure [-- --json | --closure FILE]: how rooms of a workspace import each other, against tools/local/structure.json.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { closureOf, plansOf, structureOf } from './structure';

const root = resolve(__dirname, '../../../..');
const { values } = parseArgs({ options: { json: { type: 'boolean' }, closure: { type: 'string' } } });

const counts = ({ name, shape }: ReturnType<typeof structureOf>[number]) => ({
  workspace: name,
  files: shape.files,
  rooms: shape.rooms.length,
  arrows: shape.arrows.length,
  roomsInTangles: shape.tangles.flat().length,
  arrowsInTangles: shape.tangled.length,
  upward: shape.upward.length,
  filesInCircles: shape.circles.flat().length,
});

const main = () => {
  if (values.closure !== undefined) {
    const files = closureOf(root, values.closure);
    console.log(values.json ? JSON.stringify({ file: values.closure, count: files.length, files }) : files.join('\n'));
    return 0;
  }
  const structure = structureOf(root, plansOf(root));
  const findings = structure.flatMap((each) => each.findings);
  if (values.json) console.log(JSON.stringify({ workspaces: structure.map(counts), findings }));
  else {
    console.table(structure.map(counts));
    console.log(findings.length === 0 ? 'structure: as planned' : `structure: FAILED\n  ${findings.join('\n  ')}`);
  }
  return findings.length === 0 ? 0 : 1;
};

process.exitCode = main();
