import { PRODUCTION_ID } from '@clearance/domain';
import { ApiProperty } from '@nestjs/swagger';
import { Check } from '../http/fields/index.js';
import { MAX_PAGE, NumberParameter, TextParameter, WordsParameter } from '../http/query/index.js';

const MAX_PATTERNS = 100;
const PATTERN = /^[a-z*][a-z*-]{0,80}$/;
const MAX_STARS = 4;

const Types =
  (unless: string): PropertyDecorator =>
  (target, property) => {
    WordsParameter({
      max: MAX_PATTERNS,
      description: `\`<category>-<event>\`, separated by commas; \`*\` matches any text. ${unless}`,
    })(target, property);
    Check(
      'type-patterns',
      `must be up to ${MAX_PATTERNS} of <category>-<event>, with at most ${MAX_STARS} * each`,
      (value) =>
        Array.isArray(value) &&
        value.every(
          (word) => typeof word === 'string' && PATTERN.test(word) && word.split('*').length <= MAX_STARS + 1,
        ),
    )(target, property);
  };

export class LiveQuery {
  @TextParameter({ pattern: PRODUCTION_ID, form: 'a production id' })
  production?: string;

  @Types('asset-state-changed, asset-override-granted and delivery-* unless told otherwise.')
  types: string[] = ['asset-state-changed', 'asset-override-granted', 'delivery-*'];

  @TextParameter({ max: 200, description: 'Where to resume, for those who cannot send Last-Event-ID; the header wins' })
  lastEventId?: string;
}

export class EventsQuery {
  @TextParameter({ pattern: PRODUCTION_ID, form: 'a production id' })
  production?: string;

  @Types('Everything unless told otherwise.')
  types: string[] = ['*'];

  @TextParameter({ max: 200, description: '`next` of the answer before; absent = from the first event on' })
  after?: string;

  @NumberParameter({ min: 1, max: MAX_PAGE })
  limit: number = 100;

  @NumberParameter({ min: 0, max: 30, description: 'Seconds to wait where there is nothing yet' })
  wait: number = 0;
}

export class FollowedEvent {
  @ApiProperty({ example: 'asset-marked-temporary' })
  event!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  data!: object;
}

export class EventsAnswer {
  @ApiProperty({ type: [FollowedEvent] })
  items!: FollowedEvent[];

  @ApiProperty({ description: 'Always set; a token, not a number' })
  next!: string;

  @ApiProperty({ example: '18231' })
  position!: string;
}
