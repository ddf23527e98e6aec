import type { PageOverview } from '../wire.ts';
import { t } from './words.ts';

/** px of the drawing's own, which is as wide as there is room. */
const WIDTH = 560;
const HEIGHT = 150;
const BASE = 116;
const TOP = 28;
const GAP = 6;

/** Bars of credits by day; where there is little room only the highest is labelled. */
export function Chart({ days }: Pick<PageOverview, 'days'>) {
  const most = Math.max(1, ...days.map(({ credits }) => credits));
  const step = WIDTH / Math.max(1, days.length);
  return (
    <figure class="chart">
      <figcaption>{t('adminChart')}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={days.map(dayText).join('; ')}>
        <line x1={0} x2={WIDTH} y1={BASE + 0.5} y2={BASE + 0.5} class="axis" />
        {days.map((day, index) => {
          const height = ((BASE - TOP) * day.credits) / most;
          const middle = step * (index + 0.5);
          return (
            <g key={day.day}>
              <title>{dayText(day)}</title>
              <rect x={step * index + GAP / 2} y={BASE - height} width={step - GAP} height={height} rx={2} />
              {day.credits > 0 && (
                <text x={middle} y={BASE - height - 5} class={day.credits === most ? 'value most' : 'value'}>
                  {day.credits}
                </text>
              )}
              {(index % 3 === 1 || days.length < 8) && (
                <text x={middle} y={BASE + 26} class="day">
                  {day.day.slice(5)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function dayText({ day, credits, requests }: PageOverview['days'][number]): string {
  return t('adminDay', { day, credits, requests });
}
