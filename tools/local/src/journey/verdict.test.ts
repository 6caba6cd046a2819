import type { Address, Contact } from './context';
import { verdict } from './verdict';

const stay = { premisesId: 'p', bedspaceId: 'r', bookingId: 'b1' };
const course = { applicationId: 'a1', assessmentId: 's1', stay, notes: [] };

const contact = (type: string, name: string): Contact => ({ type, externalReference: `urn:hmpps:cas3:${name}` });
const contacts = [
  contact('EARS', 'application-submitted:a1'),
  contact('EABP', 'booking-provisionally-made:b1'),
  contact('EACO', 'booking-confirmed:b1'),
  contact('EAAR', 'person-arrived:b1'),
  contact('EADP', 'person-departed:b1'),
];
const address = (id: number, changes: Partial<Address> = {}): Address => ({
  id,
  type: 'A17',
  status: 'P',
  startDate: '2026-03-02',
  endDate: '2026-03-02',
  ...changes,
});
const home = address(1, { type: 'A01A' });
const earlier = address(2);

describe('what nDelius holds after a journey', () => {
  it('is right with each contact once and one address that began and ended', () => {
    expect(verdict(course, contacts, [home, earlier], [home, earlier, address(3)])).toEqual([]);
  });

  it('is wrong when a contact is missing, doubled or of another booking', () => {
    expect(verdict(course, contacts.slice(1), [], [address(3)])).toEqual(['contact EARS is there 0 times']);
    expect(verdict(course, [...contacts, contact('EAAR', 'person-arrived:b1')], [], [address(3)])).toEqual([
      'contact EAAR is there 2 times',
    ]);
    const other = contacts.with(2, contact('EACO', 'booking-confirmed:b2'));
    expect(verdict(course, other, [], [address(3)])).toEqual(['contact EACO is there 0 times']);
  });

  it('is wrong when the arrival made two addresses, or none', () => {
    expect(verdict(course, contacts, [], [address(3), address(4)])).toHaveLength(1);
    expect(verdict(course, contacts, [earlier], [earlier])).toHaveLength(1);
  });

  it('is wrong when the departure closed nothing', () => {
    const { endDate: _, ...open } = address(3, { status: 'M' });
    expect(verdict(course, contacts, [], [open])).toEqual(['address 3 was not closed by the departure']);
  });
});
