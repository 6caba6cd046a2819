import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { lists } from '@throughcare/reference/lists';
import { DataSource } from 'typeorm';
import { Background } from '../background';
import { changedItems } from './table';

/** What another instance has learnt is known here after so long. */
const EVERY_MS = 30_000;

/** Lays what has changed over the lists of this process: at the start, and what other instances write down soon after. */
@Injectable()
export class ReferenceLists implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Background) background: Background,
  ) {
    background.add({
      name: 'reference-lists',
      every: { ms: EVERY_MS },
      once: 'instance',
      round: () => this.load().then(() => 'done'),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.load();
  }

  private async load(): Promise<void> {
    for (const change of await changedItems(this.db.manager)) lists.apply(change);
  }
}
