/** Injection token of the service's name, e.g. `booking`. */
export const SERVICE_NAME = Symbol('throughcare.service-name');
