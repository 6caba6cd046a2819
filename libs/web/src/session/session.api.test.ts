import { wireTo } from '@throughcare/platform/testing';
import type { WebConfig } from '../config';
import { openSessions } from './session';
import { webDatabase } from '../testing/web-database';

describe('sessions whose database goes away while they are opened', () => {
  it.each([1, 2, 3, 4])('are open when it is back (cut after %d pieces)', async (pieces) => {
    const database = await webDatabase();
    const wire = await wireTo(database.url);
    const url = new URL(database.url);
    url.port = new URL(wire.address).port;
    const config = { DATABASE_URL: url.href, BASE_URL: 'http://127.0.0.1', SESSION_SECRET: 's' } as WebConfig;
    const cut = wire.cutAfter(pieces, 100);
    const sessions = await openSessions(config, 'staff');
    await sessions.check();
    await sessions.close();
    await cut;
    await wire.close();
    await database.drop();
  });

  it('refuse at once where the database refuses the password', async () => {
    const database = await webDatabase();
    const url = database.url.replace(':throughcare@', ':wrong@');
    const config = { DATABASE_URL: url, BASE_URL: 'http://127.0.0.1', SESSION_SECRET: 's' } as WebConfig;
    await expect(openSessions(config, 'staff')).rejects.toMatchObject({ code: '28P01' });
    await database.drop();
  });
});
