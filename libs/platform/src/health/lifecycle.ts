import { Injectable } from '@nestjs/common';

/** Whether this process should get new work. Readiness shows it. */
@Injectable()
export class Lifecycle {
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  get isReady(): boolean {
    return this.phase === 'running';
  }

  get isStopping(): boolean {
    return this.phase === 'stopping';
  }

  started(): void {
    if (this.phase === 'starting') this.phase = 'running';
  }

  stopping(): void {
    this.phase = 'stopping';
  }
}
