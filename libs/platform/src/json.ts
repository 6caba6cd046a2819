export { MOST_LEVELS, isTooDeep } from './json/depth';
export { memberText, withJsonText } from './json/text';
