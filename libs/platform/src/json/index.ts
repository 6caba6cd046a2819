export { MOST_LEVELS, isTooDeep } from './depth';
export { memberText, withJsonText } from './text';
