import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AlertRule } from './alerts';

const file = join(__dirname, '../../../../../infra/alerts/throughcare.yaml');

/** The rules that are deployed. */
export const alertRules = (): AlertRule[] =>
  (parse(readFileSync(file, 'utf8')) as { groups: { rules: AlertRule[] }[] }).groups.flatMap(({ rules }) => rules);
