import type { Command } from 'commander';
import type { Runtime } from '../context';
import { contextOf } from '../context';
import { CliError, endWith, EXIT } from '../exit';
import { table } from '../output';

interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}

export const doctorVerb = (program: Command, runtime: Runtime): void => {
  program
    .command('doctor')
    .description('clock, schema, leases, partitions, orphans, oldest transaction of every service')
    .action(async (_options: object, command: Command) => {
      const { api, out } = contextOf(command, runtime);
      const answers = await api.all(async (service) => {
        try {
          return await api.get<Check[]>(service, '/ops/doctor');
        } catch (error) {
          if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable || error.code !== undefined)
            throw error;
          return [{ name: 'reachable', status: 'fail', detail: error.message } as const];
        }
      });
      const rows = answers.flatMap(({ name, answer }) => answer.map((check) => ({ service: name, ...check })));
      out.result(rows, () =>
        table(
          ['service', 'check', 'status', 'detail'],
          rows.map((r) => [r.service, r.name, r.status, r.detail]),
        ),
      );
      if (rows.some(({ status }) => status === 'fail')) endWith(EXIT.findings);
    });
};
