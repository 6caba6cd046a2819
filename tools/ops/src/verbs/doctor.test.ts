import { verdictOf, type Row } from './doctor';

const away = (service: string, name: string): Row => ({
  service,
  name,
  status: 'fail',
  detail: 'not checked: the database does not answer',
});

describe('the verdict of doctor', () => {
  it('says one cause of many failed checks once for each service', () => {
    const rows: Row[] = [
      away('booking', 'clock'),
      away('booking', 'outbox'),
      away('passport', 'clock'),
      { service: 'booking', name: 'upstreams', status: 'ok', detail: '2 upstreams' },
    ];
    expect(verdictOf(rows)).toBe(
      'Needs attention: 3 of 4 checks of 2 services: booking 2 checks (not checked: the database does not answer); ' +
        'passport clock (not checked: the database does not answer).',
    );
  });
});
