// `@throughcare/messaging/bus`: the choice of a bus by environment.
export { BUS_ENVIRONMENT, busProblems, busSettings, busVariables } from '../bus/bus-settings';
