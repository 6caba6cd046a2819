import { readSettings } from './settings';
import type { System } from './system';
import { welcome } from './welcome';

const said = (env: Record<string, string> = {}) => {
  const system = { settings: readSettings(env), edge: 'http://127.0.0.1:8080', status: () => [] };
  return welcome(system as unknown as System, '', 1_000);
};

describe('F-091: the closing words of a start', () => {
  it('offer the journey and the users of the stand-ins where all of them run', () => {
    expect(said()).toContain('npm run journey');
    expect(said()).toContain('CAST_20');
    expect(said()).toContain('CAST_01');
  });

  it('name no user whom another issuer does not know, and no journey that could not sign anybody in', () => {
    const words = said({ AUTH_ISSUER: 'https://auth.example/auth/issuer' });
    expect(words).not.toMatch(/CAST_|npm run journey/);
    expect(words).toContain('docs/your-own-neighbours.md');
  });

  it.each(['NDELIUS_URL', 'PRISON_API_URL', 'AWS_ENDPOINT_URL'])('offer no journey where %s is given', (name) => {
    const words = said({ [name]: 'http://127.0.0.1:9' });
    expect(words).not.toContain('npm run journey');
    expect(words).toContain('CAST_01');
  });
});
