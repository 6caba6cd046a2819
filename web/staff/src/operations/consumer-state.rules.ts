import type { ConsumerStatus } from '@throughcare/api/ops/consumers';

export interface Tag {
  readonly text: string;
  readonly classes: string;
}

const tag = (text: string, colour: string): Tag => ({ text, classes: `govuk-tag--${colour}` });

/** Everything that is out of the ordinary; `Running` when nothing is. */
export const consumerTags = (row: Pick<ConsumerStatus, 'paused' | 'circuit' | 'stalled' | 'deadLetters'>): Tag[] => {
  const tags = [
    ...(row.paused ? [tag('Paused', 'yellow')] : []),
    ...(row.stalled ? [tag('Stalled', 'red')] : []),
    ...(row.circuit === 'open' ? [tag('Circuit open', 'orange')] : []),
  ];
  return tags.length > 0 ? tags : [tag('Running', 'green')];
};
