export { CanaryEvents } from './canary/canary.events';
