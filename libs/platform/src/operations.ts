export { MayRead, MayWrite, OPS_READ, OPS_WRITE, Refusals, ServiceOperations } from './operations/service-operations';
export { ReasonBody } from './operations/operations.dto';
