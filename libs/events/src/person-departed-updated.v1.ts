import { defineEvent } from './define-event';
import { PersonDeparted } from './person-departed.v1';

export const PersonDepartedUpdated = defineEvent({
  name: 'PersonDepartedUpdated',
  type: 'accommodation.cas3.person.departed.updated',
  version: 1,
  source: 'booking',
  audience: 'public',
  public: {
    slug: 'person-departure-updated',
    description: 'Person has updated departure date of Transitional Accommodation premises',
  },
  meaning: 'The departure date, reason or notes of a finished stay were corrected.',
  data: PersonDeparted.data,
  example: PersonDeparted.example,
});
