"""Experiments in train mode, with the masks that torch draws."""

import warnings
from dataclasses import replace

from simulator import torch_engine


def in_train_mode(experiment, dropout, seed):
    """The same experiment in train mode with dropout."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = replace(experiment.config, dropout=dropout)
    parameters = experiment.parameters.with_config(config)
    masks = ()
    if dropout and config.num_layers > 1:
        masks = torch_engine.dropout_masks(
            experiment.mask_shape,
            experiment.lengths,
            config.num_layers,
            dropout,
            seed,
            experiment.dtype,
        )
    return replace(experiment, parameters=parameters, training=True, seed=seed, masks=masks)
