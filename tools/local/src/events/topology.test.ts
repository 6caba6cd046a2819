import { readFileSync } from 'node:fs';
import { catalogue } from '@throughcare/events/catalogue';
import { policiesOf, policyProblems, topologyDocument } from '@throughcare/messaging/topology';
import {
  committedPolicies,
  committedTopology,
  currentSubscription,
  currentTopology,
  currentWiring,
  SUBSCRIPTION_FILE,
} from './topology';

describe('the topology of the bus', () => {
  const wiring = currentWiring('src');

  it('is in infra/bus/topology.json exactly as the handlers ask for it', () => {
    // npm run events writes it
    expect(committedTopology()).toEqual(currentTopology('src'));
  });

  it('gives every queue the policy that is in infra/bus/queue-policies.json, and none that lets others in', () => {
    const policies = committedPolicies();
    expect(policies).toEqual(policiesOf(currentTopology('src')));
    expect(Object.keys(policies)).toHaveLength(2 * (wiring.length + 1));
    for (const [queue, policy] of Object.entries(policies))
      expect([queue, policyProblems(policy)]).toEqual([queue, []]);
  });

  it('F-083: lets the HMPPS queue hear what the gateway takes in, in infra/bus, here and in the stand-in alike', () => {
    const committed: unknown = JSON.parse(readFileSync(SUBSCRIPTION_FILE, 'utf8'));
    expect(committed).toEqual(currentSubscription()); // npm run events writes it
    expect(currentSubscription().eventType.length).toBeLessThanOrEqual(150); // as many as a filter policy takes
  });

  it('gives every consumer a filter of the types it handles, and no queue to two of them', () => {
    const { queues } = committedTopology().sns;
    expect(new Set(queues.map(({ queue }) => queue)).size).toBe(wiring.length);
    const directories = queues.filter(({ consumer }) => consumer === 'staff-directory').map(({ queue }) => queue);
    expect(directories).toContain('throughcare-booking-staff-directory.fifo');
    expect(directories).toContain('throughcare-referral-staff-directory.fifo');
  });

  it('has a topic for every service that publishes', () => {
    const sources = [...new Set(catalogue.map(({ source }) => source))].sort();
    expect(committedTopology().kafka.topics).toEqual(sources.map((source) => `throughcare.${source}`));
  });

  it('shows a handler that was added, and refuses a shared queue', () => {
    const [first] = wiring;
    if (!first) throw new Error('no consumers');
    const more = wiring.map((each) => (each === first ? { ...each, types: [...each.types, 'zzz.added'] } : each));
    expect(topologyDocument(more)).not.toEqual(committedTopology());
    expect(() => topologyDocument([...wiring, first])).toThrow(/share the queue/);
  });
});
