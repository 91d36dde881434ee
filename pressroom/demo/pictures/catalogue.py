"""Every picture by the name that the content files use."""

from pressroom.demo.pictures import desk, land, north, shore, water, works
from pressroom.demo.pictures.canvas import Picture

PICTURES: dict[str, Picture] = {
    picture.__name__: picture
    for picture in (
        shore.harbour_at_dusk,
        shore.morning_ferry,
        shore.lighthouse,
        shore.storm_waves,
        works.cable_stayed_bridge,
        works.viaduct_at_sunset,
        works.wind_turbines,
        works.container_cranes,
        north.snow_survey,
        north.aurora,
        land.gannet_cliffs,
        land.river_from_above,
        desk.depth_contours,
        desk.budget_streams,
        desk.reading_room,
        water.salmon_run,
        water.rings_on_water,
    )
}
