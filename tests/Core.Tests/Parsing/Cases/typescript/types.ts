import type { Shape, Unit as Length } from './shapes';
import fs = require('fs');
import Deep = Outer.Inner.Deep;

/** What can be drawn. */
export interface Drawable<T extends Shape = Shape> extends Base, ns.Other<T> {
    readonly area: number;
    options?: { colour: string; nested: { depth: number } };
    draw(target: Canvas, scale?: Length): void;
    new (size: number): Drawable;
    [key: string]: unknown;
}

export type Event = { kind: 'open'; path: string } | { kind: 'close' };
type Getters<T> = { [K in keyof T]: T[K] extends Promise<infer R> ? R : never };
type Pair = [left: Shape, right?: Unit];

export const enum Level { Low = 1, High = Low << 1, 'very high' }

declare module 'virtual:config' {
    export const value: string;
}

declare global {
    interface Window { app: App; }
}

declare namespace Legacy.Api {
    function call(name: string): void;
    let version: string;
}

export = fs;
