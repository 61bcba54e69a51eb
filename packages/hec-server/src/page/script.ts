import { detail } from './script/detail.ts';
import { dom } from './script/dom.ts';
import { events } from './script/events.ts';
import { level } from './script/level.ts';
import { main } from './script/main.ts';
import { side } from './script/side.ts';

/** The page's script. It lives in strings because tsc emits from `.ts` files alone, and must ship in both builds. */
export const script: string = `'use strict';\n(() => {${[dom, level, detail, events, side, main].join('')}})();\n`;
