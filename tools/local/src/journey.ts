// npm run journey: with the system up, one person goes from referral to departure, and every hop is told.
import { type Context, findSystem } from './journey/context';
import { type Outcome, type Told, drive } from './journey/drive';
import { person } from './journey/steps';
import { Trouble } from './trouble';

const json = process.argv.includes('--json');

const verbs = { published: 'published', handled: 'handled  ', told: 'sent HMPPS' };

const narrate = ({ step, hops, notes, contact, ms }: Told) => {
  console.log(`\n${step}`);
  for (const note of notes) console.log(`    ${note}`);
  for (const { service, what, event, id, detail, ms: after } of hops) {
    console.log(
      `  ${String(after).padStart(6)} ms  ${service.padEnd(20)} ${verbs[what].padEnd(10)} ${event}  ${id}${detail ? `  [${detail}]` : ''}`,
    );
  }
  if (contact) console.log(`  ${String(ms).padStart(6)} ms  ${'nDelius'.padEnd(20)} holds      contact ${contact}`);
};

const close = ({ ok, missing, contacts, addresses, course }: Outcome) => {
  if (json) {
    const { applicationId, assessmentId, stay } = course;
    return console.log(
      JSON.stringify({
        ok,
        missing,
        person,
        applicationId,
        assessmentId,
        bookingId: stay?.bookingId,
        contacts,
        addresses,
      }),
    );
  }
  const [address] = addresses;
  if (ok) {
    console.log(`\nnDelius, fed by our events alone, holds ${contacts.join(', ')} once each,`);
    console.log(`and the address of the stay from ${address?.startDate} to ${address?.endDate}.`);
  } else for (const reason of missing) console.error(`\nNOT COMPLETE: ${reason}`);
};

const main = async () => {
  const context: Context = findSystem(process.env);
  try {
    const outcome = await drive(context, json ? {} : { tell: narrate });
    close(outcome);
    process.exitCode = outcome.ok ? 0 : 1;
  } finally {
    await context.watch.close();
  }
};

main().catch((error: unknown) => {
  const reason =
    error instanceof Trouble
      ? `${error.message} ${error.remedy}`
      : error instanceof Error
        ? error.message
        : String(error);
  if (json) console.log(JSON.stringify({ ok: false, missing: [reason] }));
  else console.error(`\n${reason}`);
  process.exit(1);
});
