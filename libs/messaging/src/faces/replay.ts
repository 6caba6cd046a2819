// `@throughcare/messaging/replay`: views that can be built again, and runs as operators see them.
export { ReplayRefused } from '../replay/filter.rules';
export { progressOf } from '../replay/progress.rules';
export { ReplayHooks, tableRebuild } from '../replay/rebuild';
export { MODES, type ReplayFilter, type ReplayMode, type ReplayRun } from '../replay/run';
