export { AssetAnswers, assetPath } from './asset-answers.js';
export { AssetDecisions, type AssetDecider, type AssetTarget } from './asset-decisions.js';
export { AssetsModule } from './assets.module.js';
export { isPerson } from './asset-acts.controller.js';
export { ExpectingDto, RevokeDto } from './dto/acts.dto.js';
export { mayActOn, seenBy, visibleTo } from './visible-to.js';
