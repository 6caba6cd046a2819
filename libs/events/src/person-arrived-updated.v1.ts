import { defineEvent } from './define-event';
import { PersonArrived } from './person-arrived.v1';

export const PersonArrivedUpdated = defineEvent({
  name: 'PersonArrivedUpdated',
  type: 'accommodation.cas3.person.arrived.updated',
  version: 1,
  source: 'booking',
  audience: 'public',
  public: {
    slug: 'person-arrived-updated',
    description: 'Someone has changed arrival date at a Transitional Accommodation premises for their booking',
    proof: 'address-updated',
  },
  meaning: 'The arrival date, expected departure or notes of a stay were corrected.',
  data: PersonArrived.data,
  example: PersonArrived.example,
});
