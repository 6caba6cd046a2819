// Every line that an operator is told to type is typed, against a real system in the situation that it is written for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE_MS, eventually, startTestSystem } from '../bad-days/kit';
import { drive } from '../journey/drive';
import { operatorOf } from './cli';
import { type Line, allLines, isOurs, isSql, placeholders, wordsOf } from './lines';
import { type Play, type World, expectationOf, isChange, valueOf, wrongIn } from './play';
import { plays } from './plays';
import { fillFolder, oldMonth } from './plays/operations';

jest.setTimeout(900_000);

const EXIT_BUG = 1;
const EXIT_USAGE = 2;

const folder = mkdtempSync(join(tmpdir(), 'throughcare-operator-'));
let world: World;
beforeAll(async () => {
  fillFolder(folder);
  const test = await startTestSystem();
  const { course, missing } = await drive(test.context, {}, PATIENCE_MS);
  if (missing.length > 0 || !course.stay) throw new Error(`The journey did not end: ${missing.join('; ')}`);
  world = {
    test,
    type: operatorOf(test.system.settings.dataDir, folder),
    sql: async (text, params) => (await test.database.query(text, params)).rows,
    booking: { id: course.stay.bookingId, applicationId: course.applicationId ?? '' },
  };
  await oldMonth(world);
}, 3 * PATIENCE_MS);
afterAll(async () => {
  await world?.test.close();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** What is only looked at may need a moment: it is looked at again until it shows what was expected, and told as it was at last. */
const typed = async (play: Play, line: Line): Promise<string[]> => {
  await expectationOf(play, line)?.before?.(world);
  const values: Record<string, string> = {};
  for (const name of placeholders(line.text)) values[name] = await valueOf(world, play, name);
  const words = wordsOf(line.text, values, folder);
  let said = await world.type(...words);
  const wrong = () => wrongIn(play, line, said);
  const isNoMatterOfTime = said.code === EXIT_USAGE || said.code === EXIT_BUG;
  if (wrong().length > 0 && !isChange(line) && !isNoMatterOfTime)
    await eventually(
      async () => (said = await world.type(...words)),
      () => wrong().length === 0,
      30_000,
    ).catch(() => undefined);
  return wrong().length > 0 ? [...wrong(), said.stdout, said.stderr] : [];
};

/** As an operator's session would, one statement after the other. */
const inBooking = async ({ text }: Line) => {
  const session = await world.test.database.connect();
  try {
    await session.query('set search_path to booking');
    await session.query(text);
  } finally {
    session.release(true);
  }
};

describe.each(plays)('F-072: every line of $pages', (play) => {
  it.each(play.pages)('%s runs and ends as it is documented', async (page) => {
    const lines = allLines().filter((line) => line.page === page && (isOurs(line) || isSql(line)));
    let isMended = false;
    const mend = async () => {
      if (!isMended) await play.mend?.(world);
      isMended = true;
    };
    await play.begin?.(world);
    try {
      for (const line of lines) {
        if (line.section === 'Afterwards') await mend();
        const wrong = isSql(line) ? await inBooking(line).then(() => []) : await typed(play, line);
        expect([page, line.text, wrong]).toEqual([page, line.text, []]);
      }
    } finally {
      await mend();
    }
  });
});
