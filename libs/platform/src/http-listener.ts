export { HTTP_LIMITS, answerPlain, answerUnreadable, newHttpServer } from './http/listener';
