export { settled } from './testing/settled';
