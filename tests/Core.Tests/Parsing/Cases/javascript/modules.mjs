import board, { pieces as allPieces, default as start } from './board.mjs';
import * as rules from 'chess-rules';
import './polyfill.mjs';

export { allPieces as pieces, score };
export { move as play } from './move.mjs';
export * from './types.mjs';
export * as clocks from './clocks.mjs';

/** Counts the points of a side. */
export function score(side) {
    return rules.points(side) + board.bonus;
}

export const LIMIT = 40, [first, second] = start();

export default class {
    reset() { return import('./reset.mjs'); }
}

async function later() {
    const { shuffle, deal: dealCards } = await import('./cards.mjs');
    shuffle(dealCards);
}
