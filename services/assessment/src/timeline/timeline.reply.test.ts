import type { Note } from './note.entity';
import { toTimeline } from './timeline.reply';

const ME = 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77';
const names = new Map([[ME, { name: 'Cast One' }]]);

const aNote = (over: Partial<Note>): Note => ({
  id: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
  assessmentId: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
  kind: 'system',
  category: null,
  message: null,
  details: null,
  createdAt: new Date('2026-01-14T09:00:00Z'),
  createdByUserId: ME,
  createdByUsername: 'CAST_01',
  ...over,
});
const submitted = aNote({ category: 'submitted' });
const said = aNote({ kind: 'user', message: 'Called the practitioner' });
const rejected = aNote({
  category: 'rejected',
  details: { reasonId: 'f47ac10b-58cc-4372-a567-0e02b2c3d480', detail: 'Held again', isWithdrawn: true },
});
const dates = aNote({
  kind: 'dates',
  details: { fieldName: 'releaseDate', updatedFrom: '2026-03-01', updatedTo: '2026-03-02' },
});

describe('the timeline', () => {
  it('shows a system note with its category and no details', () => {
    expect(toTimeline([submitted], names, 'full')).toEqual([
      {
        id: submitted.id,
        type: 'system',
        category: 'submitted',
        createdAt: submitted.createdAt,
        createdByUserName: 'Cast One',
        message: '',
        messageDetails: null,
      },
    ]);
  });

  it('shows assessors the words of notes and rejections', () => {
    const [note, rejection] = toTimeline([said, rejected], names, 'full');
    expect(note).toMatchObject({ type: 'user', message: 'Called the practitioner', messageDetails: null });
    expect(note).not.toHaveProperty('category');
    expect(rejection).toMatchObject({
      type: 'system',
      category: 'rejected',
      messageDetails: {
        rejectionReason: 'Remanded in custody or detained',
        rejectionReasonDetails: 'Held again',
        isWithdrawn: true,
      },
    });
  });

  it('shows referrers that and why it was rejected, without the words', () => {
    const shown = toTimeline([said, rejected, submitted], names, 'referrer');
    expect(shown).toHaveLength(2);
    expect(shown[0]?.messageDetails).toMatchObject({
      rejectionReason: 'Remanded in custody or detained',
      rejectionReasonDetails: null,
      isWithdrawn: true,
    });
    expect(JSON.stringify(shown)).not.toMatch(/Held again|Called the practitioner/);
  });

  it('shows a changed date as the event that clients read', () => {
    expect(toTimeline([dates], names, 'referrer')[0]).toMatchObject({
      type: 'domainEvent',
      messageDetails: {
        domainEvent: {
          eventType: 'accommodation.cas3.assessment.updated',
          updatedFields: [{ fieldName: 'releaseDate', updatedFrom: '2026-03-01', updatedTo: '2026-03-02' }],
        },
      },
    });
  });

  it('falls back to the account, then to the system, where no name is known', () => {
    const unnamed = aNote({ category: 'completed', createdByUserId: null, createdByUsername: 'CAST_02' });
    const nobody = aNote({ category: 'completed', createdByUserId: null, createdByUsername: null });
    expect(toTimeline([unnamed, nobody], names, 'full').map((note) => note.createdByUserName)).toEqual([
      'CAST_02',
      'System',
    ]);
  });
});
