import { cpSync, existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ask, makeEvent, nextSteps } from './new-event';
import { catalogueWith, contractOf, kebab, problemsOf, type Answers } from './new-event.rules';
import { SERVICES, root } from '../settings';

const anEvent = (over: Partial<Answers> = {}): Answers => ({
  name: 'BookingMoved',
  type: 'accommodation.cas3.booking.moved',
  source: 'booking',
  audience: 'internal',
  meaning: 'A booking moved to another person’s room.',
  since: '0.2.0',
  fields: ['bookingId:uuid', 'crn:crn', 'movedOn:day', 'notes:text?'],
  ...over,
});

const structureIn = (text: string) =>
  (JSON.parse(text) as Record<string, { order: string[] }>)['libs/events']?.order ?? [];

describe('npm run new:event', () => {
  const folder = join(root, '.local', `new-event-${process.pid}`);
  const packageFolder = join(folder, 'libs/events');

  beforeAll(() => {
    mkdirSync(packageFolder, { recursive: true });
    for (const name of ['src', 'golden', 'generated'])
      cpSync(join(root, 'libs/events', name), join(packageFolder, name), { recursive: true });
    symlinkSync(join(root, 'services'), join(folder, 'services'));
    mkdirSync(join(folder, 'tools/local'), { recursive: true });
    cpSync(join(root, 'tools/local/structure.json'), join(folder, 'tools/local/structure.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes contract, catalogue entry, golden event and documents that hold together', () => {
    const file = makeEvent(anEvent(), packageFolder);
    expect(readFileSync(file, 'utf8')).toBe(contractOf(anEvent()));
    const golden = JSON.parse(
      readFileSync(join(packageFolder, 'golden/accommodation.cas3.booking.moved.v1.json'), 'utf8'),
    ) as { data: unknown };
    expect(golden.data).toEqual({
      bookingId: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11',
      crn: 'X900001',
      movedOn: '2026-03-02',
      notes: 'text',
    });
    const order = structureIn(readFileSync(join(folder, 'tools/local/structure.json'), 'utf8'));
    expect(order.slice(order.indexOf('catalogue')).slice(0, 2)).toEqual(['catalogue', 'booking-moved.v1']);
    expect(readdirSync(join(packageFolder, 'generated'))).toContain('accommodation.cas3.booking.moved.v1.schema.json');
    expect(readFileSync(join(packageFolder, 'generated/catalogue.md'), 'utf8')).toContain('## BookingMoved v1');
    expect(() => makeEvent(anEvent(), packageFolder)).toThrow(/exists/);
  }, 30_000);

  it('F-087: names every step that is left, by commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const said = nextSteps('libs/events/src/booking-moved.v1.ts');
    for (const step of ['golden', 'defineRead', '@OnEvent', 'npm run events']) expect(said).toContain(step);
    const commands = [...said.matchAll(/npm (?:run )?([a-z]+(?::[a-z]+)?)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('F-087: no document asks for a `node` that may be older than what it runs', () => {
    // Runs before anything is installed, on Node 20.
    const plain = ['node tools/local/complete-lockfile.mjs'];
    // In images, whose Node is the repository's.
    const inImages = ['node libs/messaging/dist/bus/topology/cli.js'];
    const files = globSync('{*.md,docs/*.md,{libs,services,tools,web,infra}/{*.md,*/*.md}}', { cwd: root });
    const asked = files
      .filter((name) => !name.includes('node_modules') && name !== 'CHANGELOG.md')
      .flatMap((name) => readFileSync(join(root, name), 'utf8').match(/(?<!npx )\bnode [\w./-]+\.m?js/g) ?? []);
    expect(files.length).toBeGreaterThan(20);
    expect(asked.filter((command) => ![...plain, ...inImages].includes(command))).toEqual([]);
  });

  it('says of a public event what others are sent, and which files of the gateway are left', () => {
    const answers = anEvent({ audience: 'public', description: 'A booking has been moved' });
    expect(problemsOf(answers, SERVICES)).toEqual([]);
    expect(contractOf(answers)).toContain(
      `  public: {\n    slug: 'booking-moved',\n    description: 'A booking has been moved',\n  },\n  meaning:`,
    );
    const said = nextSteps('libs/events/src/booking-moved.v1.ts', 'public');
    const gateway = join(root, 'services/integration-gateway');
    for (const file of [
      'src/hmpps-out/public-reads.ts',
      'src/hmpps-out/public-event.rules.ts',
      'samples/hmpps-events',
    ]) {
      expect(said).toContain(file.replace('src/', ''));
      expect(existsSync(join(gateway, file))).toBe(true);
    }
    expect(nextSteps('x.ts')).not.toContain('hmpps-out');
    expect(problemsOf(anEvent({ audience: 'public', type: 'custody.moved' }), SERVICES)).toEqual([
      expect.stringMatching(/^type: accommodation.cas3/),
      expect.stringMatching(/^description: one sentence/),
    ]);
  });

  it('asks nobody where nobody is, and says what it needs', async () => {
    await expect(ask({ name: 'BookingMoved' }, [], false)).rejects.toThrow(/Usage: npm run new:event/);
    const { fields, ...given } = anEvent();
    const { since: _, ...without } = given;
    expect(await ask({ ...given }, fields, false)).toEqual(anEvent());
    await expect(ask(without, [], false)).rejects.toThrow('Nobody is there to ask for --since.');
    const asked = ask({ ...given, audience: 'public' }, fields, false);
    await expect(asked).rejects.toThrow('Nobody is there to ask for --description.');
  });

  it('says everything that is wrong, before it writes anything', () => {
    const wrong = {
      name: 'booking',
      type: 'Moved',
      source: 'nobody',
      audience: 'all',
      meaning: 'moved',
      since: 'soon',
    };
    expect(problemsOf(anEvent({ ...wrong, fields: ['x:shoe'] }), SERVICES).map((line) => line.split(':')[0])).toEqual([
      'name',
      'type',
      'source',
      'audience',
      'meaning',
      'since',
      'field',
    ]);
    expect(problemsOf(anEvent(), SERVICES)).toEqual([]);
  });

  it('puts the event at the end of the catalogue, once', () => {
    const text = readFileSync(join(root, 'libs/events/src/catalogue.ts'), 'utf8');
    const more = catalogueWith(text, 'BookingMoved');
    expect(more).toMatch(/,\n {2}BookingMoved,\n\];/);
    expect(more).toContain(`import { BookingMoved } from './booking-moved.v1';`);
    expect(() => catalogueWith(more, 'BookingMoved')).toThrow(/already/);
    expect(kebab('IdApplicationUpdated')).toBe('id-application-updated');
  });
});
