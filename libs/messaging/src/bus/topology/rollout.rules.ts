import { type TopologyDocument, typesOf } from './document';

/** What the step from one release's topology to the next does to consumers. */
export interface RolloutPlan {
  /** In which order to deploy, one sentence per consumer that changes. */
  readonly steps: readonly string[];
  /** What should not be deployed in one step. */
  readonly problems: readonly string[];
}

interface Consumer {
  readonly owner: string;
  readonly consumer: string;
  readonly types: ReadonlySet<string>;
}

const consumersOf = ({ sns: { queues } }: TopologyDocument): Map<string, Consumer> =>
  new Map(
    queues.map(({ owner, consumer, queue, subscriptions }) => [
      queue,
      { owner, consumer, types: new Set(subscriptions.flatMap(({ filterPolicy }) => typesOf(filterPolicy))) },
    ]),
  );

const without = (these: ReadonlySet<string>, those: ReadonlySet<string>) =>
  [...these].filter((type) => !those.has(type)).sort();

const changeOf = ({ owner, consumer, types: before }: Consumer, { types: now }: Consumer): RolloutPlan => {
  const [gained, lost] = [without(now, before), without(before, now)];
  if (gained.length > 0 && lost.length > 0) {
    const both = `${consumer} gains ${gained.join(', ')} and loses ${lost.join(', ')} in one step`;
    return { steps: [], problems: [`${both}: release the gain first, the loss after it`] };
  }
  const order = `deploy ${owner} first, then run "create"`;
  return {
    problems: [],
    steps: [
      ...(gained.length > 0 ? [`${consumer} gains ${gained.join(', ')}: ${order}`] : []),
      ...(lost.length > 0
        ? [`${consumer} loses ${lost.join(', ')}: ${order}; what comes after the last old instance is reported`]
        : []),
    ],
  };
};

const renamed = (gone: readonly Consumer[], came: readonly Consumer[]): string[] =>
  gone.flatMap(({ owner, consumer, types }) =>
    came
      .filter((each) => each.owner === owner && [...each.types].some((type) => types.has(type)))
      .map(
        (each) =>
          `${consumer} of ${owner} seems to be called ${each.consumer} now: it will read everything again. Keep the name`,
      ),
  );

/** Compares two releases' documents. Pure. */
export const rolloutPlan = (before: TopologyDocument, next: TopologyDocument): RolloutPlan => {
  const [old, now] = [consumersOf(before), consumersOf(next)];
  const gone = [...old].filter(([queue]) => !now.has(queue)).map(([, consumer]) => consumer);
  const came = [...now].filter(([queue]) => !old.has(queue)).map(([, consumer]) => consumer);
  const changes = [...now].flatMap(([queue, consumer]) => {
    const earlier = old.get(queue);
    return earlier ? [changeOf(earlier, consumer)] : [];
  });
  return {
    steps: [
      ...changes.flatMap(({ steps }) => steps),
      ...came.map(({ owner, consumer }) => `${consumer} is new: run "create", then deploy ${owner}`),
      ...gone.map(({ owner, consumer }) => `${consumer} goes: deploy ${owner}, then remove its queue when it is empty`),
    ],
    problems: [...changes.flatMap(({ problems }) => problems), ...renamed(gone, came)],
  };
};
