import { z } from 'zod';
import { ConsumerStatus } from '@throughcare/api/ops/consumers';
import type { OpsApi, Silent } from './ops-api';

export interface Choices {
  readonly choices: readonly { readonly value: string; readonly text: string }[];
  readonly silent: readonly Silent[];
}

/** Consumers of all services that answer, as a select takes them. */
export const choicesOf = async (api: OpsApi): Promise<Choices> => {
  const { answers, silent } = await api.all((service) => api.get(service, '/ops/consumers', z.array(ConsumerStatus)));
  const values = answers.flatMap(({ service, answer }) => answer.map(({ consumer }) => `${service}/${consumer}`));
  const choices = values.map((value) => ({ value, text: value.replace('/', ': ') }));
  return { choices: [{ value: '', text: 'Choose a consumer' }, ...choices], silent };
};
