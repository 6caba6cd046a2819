import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Sample } from '@throughcare/base/metric-registry';

const delay = monitorEventLoopDelay({ resolution: 20 });

/** Memory, processor time and how long the event loop was held since the last look. */
export const processSamples = (): readonly Sample[] => {
  delay.enable();
  const { user, system } = process.cpuUsage();
  const p99 = delay.percentile(99);
  delay.reset();
  return [
    { name: 'throughcare_process_memory_bytes', value: process.memoryUsage.rss() },
    { name: 'throughcare_process_cpu_seconds_total', value: (user + system) / 1e6 },
    { name: 'throughcare_process_event_loop_seconds', value: Number.isFinite(p99) ? p99 / 1e9 : 0 },
  ];
};
