"""Training the encoder: texts and pairs → two stages of training → an averaged model folder.

It must not be imported by what answers; it needs the extra `training` of the install.
Read next: `index/model/training/__main__.py`, then `index/model/README.md`, the model's card.
"""
