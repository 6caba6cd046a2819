export { CanaryEvents } from './canary.events';
