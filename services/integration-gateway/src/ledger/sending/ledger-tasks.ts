import { Injectable } from '@nestjs/common';
import { Background } from '@throughcare/platform/background';
import { Dispatcher } from './dispatcher';
import { LedgerService } from '../ledger.service';

/** An insert is committed by then, as a rule; the next round finds the rest. */
const COMMIT_MS = 30;

/** Sends what the ledger has, and looks after what was sent. Claims keep instances apart. */
@Injectable()
export class LedgerTasks {
  constructor(background: Background, dispatcher: Dispatcher, ledger: LedgerService) {
    const dispatch = background.add({
      name: 'dispatch',
      every: { ms: 1_000 },
      once: 'instance',
      round: async () => ((await dispatcher.round()) ? 'more' : 'done'),
    });
    ledger.onInserted(() => setTimeout(() => dispatch.wake(), COMMIT_MS).unref());
    background.add({
      name: 'recover',
      every: { ms: 5_000 },
      once: 'instance',
      round: () => dispatcher.recover().then(() => 'done'),
    });
  }
}
