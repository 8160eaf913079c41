/** F6: how people are compared; one form for deciding and for judging. */
export { foldedSubject as foldCase } from '@clearance/domain';
