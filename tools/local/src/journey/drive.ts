// Drives the steps one after the other, and waits after each until its consequences are there.
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../api';
import type { Address, Contact, Context } from './context';
import { endOldStays } from './old-stays';
import { type Course, type Step, assessor, person, steps } from './steps';
import { ours, verdict } from './verdict';
import type { Hop } from './watch';

export interface Told {
  readonly step: string;
  readonly hops: readonly (Hop & { readonly ms: number })[];
  readonly notes: readonly string[];
  readonly contact?: string;
  readonly ms: number;
}

export interface Outcome {
  readonly ok: boolean;
  readonly missing: readonly string[];
  readonly course: Course;
  readonly told: readonly Told[];
  readonly contacts: readonly string[];
  readonly addresses: readonly Address[];
}

const keys = [person.crn, person.noms];
const CONTACTS = ['EARS', 'EABP', 'EACO', 'EAAR', 'EADP'];

const heldBy = (contacts: readonly Contact[], { contact }: Step, course: Course) =>
  !contact ||
  contacts.some(
    ({ type, externalReference }) => type === contact.type && externalReference === contact.reference(course),
  );

/** What is still to come of a step. */
const lacking = (step: Step, course: Course, hops: readonly Hop[], contacts: readonly Contact[]) => [
  ...step.events(course).filter((type) => !hops.some(({ what, event }) => what === 'published' && event === type)),
  ...(heldBy(contacts, step, course) ? [] : [`contact ${step.contact?.type} in nDelius`]),
];

/** A process that is being started again answers nothing or 503: asked once more. A refusal is final. */
export const patiently = async <T>(end: number, ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const refused = error instanceof Refused && error.status < 500;
      if (refused || Date.now() > end) throw error;
      await sleep(250);
    }
  }
};

const CALM_MS = 300;
const CALM_WITHIN_MS = 3_000;

/** What follows from what was asked for comes a moment later: waits until nothing new happens. */
const calm = async (look: () => Promise<Hop[]>, hops: Hop[]): Promise<Hop[]> => {
  for (const end = Date.now() + CALM_WITHIN_MS; Date.now() < end;) {
    await sleep(CALM_MS);
    const now = await look();
    if (now.length === hops.length) return now;
    hops = now;
  }
  return hops;
};

const follow = async (context: Context, step: Step, course: Course, since: Date, end: number) => {
  const look = () => context.watch.hops(keys, since);
  for (; ; await sleep(100)) {
    const hops = await look();
    const contacts = step.contact ? await context.contacts(person.crn) : [];
    const missing = lacking(step, course, hops, contacts);
    if (missing.length > 0 && Date.now() <= end) continue;
    const at = await context.watch.now();
    return { at, missing, hops: missing.length === 0 ? await calm(look, hops) : hops };
  }
};

const take = async (
  context: Context,
  step: Step,
  course: Course,
  withinMs: number,
): Promise<Told & { missing: string[] }> => {
  const end = Date.now() + withinMs;
  const since = await patiently(end, () => context.watch.now());
  course.notes = [];
  await patiently(end, () => step.act(context, course));
  const { at, hops, missing } = await patiently(end, () => follow(context, step, course, since, end));
  const ms = (moment: Date) => Math.max(0, moment.getTime() - since.getTime());
  return {
    step: step.title,
    notes: course.notes,
    missing,
    ms: ms(at),
    hops: hops.map((hop) => ({ ...hop, ms: ms(hop.at) })),
    ...(step.contact ? { contact: step.contact.type } : {}),
  };
};

export interface Ears {
  /** The step waits for what it returns. */
  readonly begins?: (step: Step, index: number, course: Course) => void | Promise<void>;
  readonly tell?: (told: Told) => void;
}

/** An interrupted run left its person in a house: that stay ends, and nDelius knows it, before this one begins. */
const clearUp = async ({ api, contacts }: Context, end: number): Promise<void> => {
  const told = await patiently(end, () => endOldStays(api, assessor, person.crn));
  const isKnown = async () => {
    const held = (await patiently(end, () => contacts(person.crn))).map(({ externalReference }) => externalReference);
    return told.every((reference) => held.includes(reference));
  };
  while (!(await isKnown()) && Date.now() < end) await sleep(100);
};

/** Runs the whole journey. Tells after each step; stops at the first whose consequences do not come. */
export const drive = async (context: Context, { begins, tell }: Ears, withinMs = 60_000): Promise<Outcome> => {
  const course: Course = { notes: [] };
  const told: Told[] = [];
  const patience = Date.now() + withinMs;
  await clearUp(context, patience);
  const before = await patiently(patience, () => context.addresses(person.crn));
  let missing: string[] = [];
  for (const [index, step] of steps.entries()) {
    await begins?.(step, index, course);
    const { missing: lacks, ...one } = await take(context, step, course, withinMs);
    told.push(one);
    tell?.(one);
    missing = lacks.map((what) => `${step.title}: ${what} did not come`);
    if (missing.length > 0) break;
  }
  const end = Date.now() + withinMs;
  const contacts = await patiently(end, () => context.contacts(person.crn));
  const addresses = await patiently(end, () => context.addresses(person.crn));
  if (missing.length === 0) missing = verdict(course, contacts, before, addresses);
  const added = ours(addresses).filter(({ id }) => !before.some((one) => one.id === id));
  const held = CONTACTS.filter((type) => contacts.some((contact) => contact.type === type && isOf(course, contact)));
  return { ok: missing.length === 0, missing, course, told, contacts: held, addresses: added };
};

const isOf = ({ applicationId, stay }: Course, { externalReference }: Contact) =>
  [applicationId, stay?.bookingId].some((id) => id !== undefined && externalReference.endsWith(id));
